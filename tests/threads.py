"""Several people at the same moment: real threads, each with its own connection."""

from threading import Barrier, Thread

from django.db import connection


def at_once(*acts):
    """Run the functions side by side, started together; their results in the order given.

    What one raised is its result. For tests marked `django_db(transaction=True)`: other
    connections see only what is committed.
    """
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(timeout=60)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
