export { ApprovalsPage } from './approvals-page.tsx'
export { useApproverStart } from './approver-start.ts'
