import { z } from 'zod'
import { CameraReport } from '../domain/camera.ts'
import { call, nothing } from './call.ts'

export const camerasCalls = {
  'cameras.list': call('nobody', nothing, z.array(CameraReport)),
} as const
