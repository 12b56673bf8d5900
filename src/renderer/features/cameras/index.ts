/** Not built yet. */
export function CameraWall(): null {
  return null
}
