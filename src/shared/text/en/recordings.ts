import type { recordings as zh } from '../zh-cn/recordings.ts'

export const recordings: Record<keyof typeof zh, string> = {}
