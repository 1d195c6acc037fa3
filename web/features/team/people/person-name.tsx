import { CrownFilled } from '@ant-design/icons'
import { Flex, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'

const HUES = 360

/** A hue of its own for each person, the same wherever they are shown. */
const hueOf = (accountId: string): number =>
  Array.from(accountId).reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % HUES, 7)

function Avatar({ row, size = 32 }: { row: Pick<StaffRow, 'accountId' | 'name' | 'state'>; size?: number }) {
  const isOut = row.state !== 'active'
  return (
    <span
      className="person-avatar"
      data-out={isOut}
      style={{ width: size, height: size, fontSize: size * 0.44, '--hue': hueOf(row.accountId) } as never}
      aria-hidden
    >
      {row.name.slice(0, 1)}
    </span>
  )
}

export function PersonName({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  return (
    <Flex gap={10} align="center">
      <Avatar row={row} />
      <Flex vertical style={{ minWidth: 0 }}>
        <Flex gap={6} align="center">
          <strong className="person-name">{row.name}</strong>
          {row.isOwner && (
            <Tooltip title={t('people.owner')}>
              <CrownFilled className="person-owner" aria-label={t('people.owner')} />
            </Tooltip>
          )}
        </Flex>
        <Typography.Text type="secondary" className="person-login">
          {row.login}
        </Typography.Text>
      </Flex>
    </Flex>
  )
}
