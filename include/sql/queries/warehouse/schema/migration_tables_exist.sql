select to_regclass('meta.migration') is not null and to_regclass('meta.view_file') is not null as present;
