import type { ledgers as zh } from '../zh-cn/ledgers.ts'

export const ledgers: Record<keyof typeof zh, string> = {}
