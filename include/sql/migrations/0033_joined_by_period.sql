-- core.joined_organisation became a function of the periods that are asked for
drop view if exists core.joined_organisation cascade;
