"""The board: pages over the warehouse in Airflow's own navigation, rendered here, for people who log in to Airflow."""
