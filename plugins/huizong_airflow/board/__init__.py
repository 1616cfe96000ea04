"""The board: pages over the warehouse in Airflow's own navigation, rendered here, for people who log in to Airflow.

A request and a person's rights in, a page or a decision out. Knock at `app`; each page is a module beside its template.
"""
