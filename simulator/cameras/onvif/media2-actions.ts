import type { Action } from './action.ts'
import { findProfile, profile2, profilesOf } from './profiles.ts'
import { escapeXml } from './soap.ts'

/** The newer media service, in which cameras tell of H.265. */
export const media2Actions: Readonly<Record<string, Action>> = {
  GetProfiles: context =>
    `<tr2:GetProfilesResponse>${profilesOf(context).map(profile2).join('')}</tr2:GetProfilesResponse>`,
  GetStreamUri: context =>
    `<tr2:GetStreamUriResponse><tr2:Uri>${escapeXml(findProfile(context).streamUri)}</tr2:Uri></tr2:GetStreamUriResponse>`,
  GetSnapshotUri: context =>
    `<tr2:GetSnapshotUriResponse><tr2:Uri>${escapeXml(findProfile(context).snapshotUri)}</tr2:Uri></tr2:GetSnapshotUriResponse>`,
}
