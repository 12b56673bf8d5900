import type { JSX } from 'react'
import type { Scan } from '../../../shared/domain/approval.ts'
import { useText } from '../../link/use-text.ts'
import { ScanUpload } from '../approvals/index.ts'

interface BookPapersProps {
  papers: readonly Scan[]
  onKept: (scan: Scan) => void
}

/** Papers and pictures that come to a line. */
export function BookPapers({ papers, onKept }: BookPapersProps): JSX.Element {
  const t = useText()
  return (
    <div className="book-papers">
      <ScanUpload
        label={t('books.attach')}
        testId="book-attach"
        onKept={scan => {
          onKept(scan)
          return Promise.resolve()
        }}
      />
      {papers.map(({ hash, name }) => (
        <span key={hash}>{name}</span>
      ))}
    </div>
  )
}
