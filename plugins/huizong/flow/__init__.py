"""The order of the steps, from the inbox to the published rollup: settings in, counts out. The DAGs and the command line call the same.

Knock at `pipeline` for what takes in and judges, at `publication` for what publishes, at `dry_run` for `huizong check`.
"""
