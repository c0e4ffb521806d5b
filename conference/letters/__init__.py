"""Letters to people: each is a row before it is sent, and is sent once.

occasions   when somebody is written to, what may stand in the text; higher apps join theirs
placeholders   {name} in a text: which there are, and putting values in their place
texts       what an occasion says at a conference: the organizer's words, else ours
writing     a letter becomes a row, in the transaction of what caused it
dated       letters of a day that an organizer set
leases      from one state to the next
mail        a row as a message: plain text, simple HTML, what is attached
sending     the worker's part: what is due leaves
sms         short messages, by one small interface
"""
