"""What people are told beside their receipts: a ledger of messages, and their way out by the channels that are given.

Knock at `ledger` to enter a message, at `sending` to send what is due. The channels themselves come from outside: who knows a mail
server or a group's robot hands them in.
"""
