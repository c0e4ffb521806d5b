"""Work that nobody should wait for with an open page: rows that say what is to be done.

    kinds <- models <- {signs, leases} <- {asking <- views, worker}        waking beside them

A row is asked for, waits, is taken by a worker under a lease that it renews, and is done, failed or
cancelled. The lease alone says whose it is: whoever lost it can end nothing any more. What is done
twice is thrown away; what counts is written in the transaction that ends the row.
"""
