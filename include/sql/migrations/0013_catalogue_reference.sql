-- what rollups read of a catalogue: when it changes, what was published under the one before is out of date
alter table meta.catalogue add column reference_hash text;
comment on column meta.catalogue.reference_hash is
'sha256 of the organisations, indicators, forms and obligations in it; a change raises every period that has rollups';
