delete from core.organisation;
delete from core.indicator;
delete from core.unit;
delete from core.form;
delete from core.form_row;
delete from core.obligation;
delete from core.scoring;
delete from core.share;
