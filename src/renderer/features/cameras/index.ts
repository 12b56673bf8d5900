export { CameraWall } from './camera-wall.tsx'
export { LinkedPicture, LiveTile, type LiveTileProps } from './live-tile.tsx'
