import type { incidents as zh } from '../zh-cn/incidents.ts'

export const incidents: Record<keyof typeof zh, string> = {}
