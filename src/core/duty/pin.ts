import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** Cost of one PIN check: about 50 ms and 16 MB. Enough for a short PIN together with the lock after five tries. */
const cost = { N: 16_384, r: 8, p: 1 } as const
const keyLength = 32

function derive(pin: string, salt: Buffer, options: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(pin.normalize('NFKC'), salt, keyLength, { ...options, maxmem: 256 * 1024 * 1024 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  )
}

/** Makes the text that a site file keeps instead of a PIN: `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPin(pin: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const key = await derive(pin, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether a PIN belongs to a hash. False for a hash that is not of the form. Takes the same time either way. */
export async function pinMatches(pin: string, stored: string): Promise<boolean> {
  const match = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored)
  if (match === null) return false
  const [, N, r, p, salt, key] = match
  const expected = Buffer.from(key ?? '', 'base64url')
  const actual = await derive(pin, Buffer.from(salt ?? '', 'base64url'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
