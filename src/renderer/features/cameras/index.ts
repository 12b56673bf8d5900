export { CameraWall } from './camera-wall.tsx'
export { enlargedCamera } from './wall-store.ts'
export { LinkedPicture } from './live-tile.tsx'
