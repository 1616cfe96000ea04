-- what rules may read of a warehouse, with the statements that copy it out and in; every table after those that it names.
-- cells are read from the archive again, the catalogue is entered from its files
select
    format('copy (select * from %I.%I) to stdout', t.room, t.name) as copy_out,
    format('copy %I.%I from stdin', t.room, t.name) as copy_in
from (
    values
    (1, 'raw', 'file'),
    (2, 'raw', 'arrival'),
    (3, 'raw', 'submission'),
    (4, 'raw', 'paragraph'),
    (5, 'core', 'figure'),
    (6, 'quality', 'issue'),
    (7, 'quality', 'unloaded_figure'),
    (8, 'quality', 'explanation'),
    (9, 'quality', 'waiver'),
    (10, 'quality', 'reduction'),
    (11, 'quality', 'confirmation'),
    (12, 'quality', 'examined')
) as t (turn, room, name)
order by t.turn;
