import type { cameras as zh } from '../zh-cn/cameras.ts'

export const cameras: Record<keyof typeof zh, string> = {}
