#!/usr/bin/python3
"""A Modbus TCP device that this project did not write: Debian's python3-pymodbus.

Prints "port N" once it listens (on a free port), then obeys lines on stdin, answering each with "ok" or a value:
  di ADDRESS 0|1    sets a discrete input        co ADDRESS        tells a coil
  stuck ADDRESS     a coil that stays off, whatever is written
Ends when stdin closes. Packages: python3-pymodbus python3-serial python3-serial-asyncio.
"""

import asyncio
import logging
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

SIZE = 101
COILS, INPUTS = 1, 2


class StubbornCoils(ModbusSequentialDataBlock):
    """Coils some of which do not follow what is written."""

    stuck = set()

    def setValues(self, address, values):
        values = values if isinstance(values, list) else [values]
        for offset, value in enumerate(values):
            super().setValues(address + offset, [0 if address + offset in self.stuck else value])


def obey(line, context):
    word, *rest = line.split()
    numbers = [int(each) for each in rest]
    if word == "di":
        context[0].setValues(INPUTS, numbers[0], [numbers[1]])
        return "ok"
    if word == "co":
        return str(int(context[0].getValues(COILS, numbers[0], 1)[0]))
    if word == "stuck":
        StubbornCoils.stuck.add(numbers[0])
        return "ok"
    return "unknown"


async def main():
    store = ModbusSlaveContext(
        di=ModbusSequentialDataBlock(0, [0] * SIZE),
        co=StubbornCoils(0, [0] * SIZE),
        hr=ModbusSequentialDataBlock(0, [0] * SIZE),
        ir=ModbusSequentialDataBlock(0, [0] * SIZE),
        zero_mode=True,
    )
    context = ModbusServerContext(slaves=store, single=True)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0), allow_reuse_address=True)
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print("port", server.server.sockets[0].getsockname()[1], flush=True)

    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        print(obey(line.decode(), context), flush=True)
    serving.cancel()


# A client that hangs up is part of the tests, and no news.
logging.disable(logging.CRITICAL)
asyncio.run(main())
