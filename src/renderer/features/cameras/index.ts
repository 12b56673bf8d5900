export { CameraWall } from './camera-wall.tsx'
export { LinkedPicture } from './live-tile.tsx'
