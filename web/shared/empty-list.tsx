import { Empty } from 'antd'
import type { ReactNode } from 'react'

/** What an empty list means and what to do about it. */
export function EmptyList({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) {
  return (
    <Empty
      className="empty-list"
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{title}</strong>
          {hint ? <p>{hint}</p> : null}
        </>
      }
    >
      {action}
    </Empty>
  )
}
