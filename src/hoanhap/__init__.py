"""Hòa Nhập: rehabilitation, and above all the life after it, run by a city where people live."""
