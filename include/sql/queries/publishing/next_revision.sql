select nextval('meta.revision') as revision;
