import { Flex, Typography } from 'antd'
import type { ReactNode } from 'react'

type FactorRowProps = { icon: ReactNode; title: string; hint: string; state?: ReactNode; acts: ReactNode; children?: ReactNode }

/** One kind of factor: what it is, whether it is set up, what can be done. */
export function FactorRow({ icon, title, hint, state, acts, children }: FactorRowProps) {
  return (
    <section className="factor" aria-label={title}>
      <Flex gap={12} align="start" wrap>
        <span className="factor-icon">{icon}</span>
        <div className="factor-text">
          <Typography.Text strong>{title}</Typography.Text>
          <div className="faint">{hint}</div>
          {state ? <div>{state}</div> : null}
        </div>
        <Flex gap={8} wrap>
          {acts}
        </Flex>
      </Flex>
      {children}
    </section>
  )
}
