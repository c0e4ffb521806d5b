"""Certificates of participation (参会证明): who gets one, what stands on it, whether it is valid.

numbers, placeholders (plain values) <- the models <- wordings <- printing
printing, qualifying <- {issuing, sample}; printing <- {told, enclosing, in_background} <- views
"""
