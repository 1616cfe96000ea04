"""The command line (DESIGN §6), a module a group of commands: words of a shell in, calls of a step, printed tables and an exit status out.

Knock at `command_line`; it imports of the other rooms only what the command at hand needs.
"""


def main() -> None:
    """What the command `huizong` runs."""
    from huizong.cli.command_line import main as run

    run()
