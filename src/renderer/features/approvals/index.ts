export { ApprovalsPage } from './approvals-page.tsx'
export { ScanButton, ScanUpload } from './scan.tsx'
export { useApproverStart } from './approver-start.ts'
