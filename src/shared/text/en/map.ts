import type { map as zh } from '../zh-cn/map.ts'

export const map: Record<keyof typeof zh, string> = {}
