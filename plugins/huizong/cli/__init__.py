"""The command line (DESIGN §6), a module a group of commands: words of a shell in, calls of a step, printed tables and an exit status out.

Knock at `main`; it imports of the other rooms only what the command at hand needs.
"""
