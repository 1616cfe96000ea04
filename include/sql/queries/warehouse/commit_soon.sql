-- this transaction need not be on the disk when it ends: only a crash of the server itself can lose it, and nothing later
set local synchronous_commit = off;
