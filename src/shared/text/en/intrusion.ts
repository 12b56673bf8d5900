import type { intrusion as zh } from '../zh-cn/intrusion.ts'

export const intrusion: Record<keyof typeof zh, string> = {}
