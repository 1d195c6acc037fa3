import { PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnyTokenRow, TokenRow } from '#contract/api-tokens.ts'
import { useMayCall, useMe } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useFunctionNames } from './function-names.ts'
import { TokenDialog } from './token-dialog.tsx'

const isOver = (row: TokenRow): boolean => row.revokedAt !== null || Date.parse(row.expiresAt) <= Date.now()

export function OwnTokens() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isMaking, setMaking] = useState(false)
  const tokens = useOperation('apps.listOwnTokens', {}, { live: 30_000 })
  const revoke = useCommand('apps.revokeOwnToken')
  const columns = useTokenColumns<TokenRow>((row) => revoke.mutate({ tokenId: row.tokenId }))
  const add = mayCall('apps.createToken') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('apps.token.add')}
    </Button>
  ) : null
  const rows = (tokens.data?.rows ?? []).filter((row) => !isOver(row))
  return (
    <section className="own-section">
      <Flex justify="space-between" align="end" gap={12} wrap style={{ marginBottom: 8 }}>
        <div>
          <Typography.Title level={5} style={{ margin: 0 }}>
            {t('apps.token.title')}
          </Typography.Title>
          <span className="faint">{add ? t('apps.token.hint') : t('apps.token.noRight')}</span>
        </div>
        {rows.length > 0 && add}
      </Flex>
      {(add || rows.length > 0) && (
        <DataTable
          rows={rows}
          rowKey="tokenId"
          columns={columns}
          card={(row) => <TokenCard row={row} />}
          list={{ isLoading: tokens.isLoading, error: tokens.error, reload: () => void tokens.refetch() }}
          empty={{ title: t('apps.token.empty'), hint: t('apps.token.emptyHint'), action: add }}
        />
      )}
      <TokenDialog open={isMaking} onClose={() => setMaking(false)} />
    </section>
  )
}

/** For those who look after apps. */
export function OthersTokens() {
  const mayCall = useMayCall()
  return mayCall('apps.listAllTokens') ? <OthersList /> : null
}

function OthersList() {
  const { t } = useTranslation()
  const me = useMe()
  const tokens = useOperation('apps.listAllTokens', {}, { live: 60_000 })
  const revoke = useCommand('apps.revokeAnyToken')
  const common = useTokenColumns<AnyTokenRow>((row) => revoke.mutate({ tokenId: row.tokenId }))
  const rows = (tokens.data?.rows ?? []).filter((row) => !isOver(row) && row.maker.accountId !== me.accountId)
  if (rows.length === 0) return null
  return (
    <section className="own-section">
      <Typography.Title level={5}>{t('apps.token.others')}</Typography.Title>
      <DataTable
        rows={rows}
        rowKey="tokenId"
        columns={[{ title: t('apps.token.maker'), width: 120, render: (_, row) => row.maker.name }, ...common]}
        card={(row) => <TokenCard row={row} />}
        list={{ isLoading: tokens.isLoading, error: tokens.error }}
        empty={{ title: t('apps.token.empty') }}
      />
    </section>
  )
}

function useTokenColumns<Row extends TokenRow>(revoke: (row: Row) => void): TableColumnsType<Row> {
  const { t } = useTranslation()
  const { list } = useFunctionNames()
  return [
    {
      title: t('apps.token.name'),
      width: 190,
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.name}</strong>
          <span className="faint">zgt_…{row.ending}</span>
        </Flex>
      ),
    },
    { title: t('apps.token.rights'), width: 300, render: (_, row) => list(row.permissions) },
    { title: t('apps.token.ends'), width: 120, render: (_, row) => <Moment at={row.expiresAt} /> },
    { title: t('apps.token.lastUsed'), width: 130, render: (_, row) => <Moment at={row.lastUsedAt} /> },
    {
      title: '',
      width: 90,
      render: (_, row) => (
        <Popconfirm title={t('apps.token.revokeAsk')} okButtonProps={{ danger: true }} onConfirm={() => revoke(row)}>
          <Button size="small" type="text" danger>
            {t('apps.token.revoke')}
          </Button>
        </Popconfirm>
      ),
    },
  ]
}

function TokenCard({ row }: { row: TokenRow }) {
  const { t } = useTranslation()
  const { list } = useFunctionNames()
  return (
    <Flex vertical gap={4}>
      <strong>{row.name}</strong>
      <span className="faint">{list(row.permissions)}</span>
      <span className="faint">
        {t('apps.token.ends')} <Moment at={row.expiresAt} />
      </span>
    </Flex>
  )
}
