import { Typography } from 'antd'
import './apps.css'

/** Names and secrets to hand over, each with a way to copy it. */
export function ShownOnce({ lines }: { lines: readonly (readonly [label: string, text: string])[] }) {
  return (
    <dl className="shown-once">
      {lines.map(([label, text]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>
            <Typography.Text copyable code>
              {text}
            </Typography.Text>
          </dd>
        </div>
      ))}
    </dl>
  )
}

export const issuer = (): string => `${window.location.origin}/oauth`
