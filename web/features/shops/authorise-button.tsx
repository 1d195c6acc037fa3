import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { CredentialsButton } from './credentials-dialog.tsx'
import { usePlatforms } from './use-platforms.ts'

/** However a shop of its platform is let in. */
export function AuthoriseButton({ row }: { row: ShopRow }) {
  const platform = usePlatforms().find((each) => each.platform === row.platform)
  return platform?.authorisation === 'credentials' ? (
    <CredentialsButton row={row} platform={platform} />
  ) : (
    <ConsentButton row={row} isSetUp={platform?.isSetUp !== false} />
  )
}

/** Leads to the platform's own page, which sends the owner back to /shops/authorised. */
function ConsentButton({ row, isSetUp }: { row: ShopRow; isSetUp: boolean }) {
  const { t } = useTranslation()
  const start = useCommand('shops.startAuthorisation', { onDone: ({ url }) => window.location.assign(url) })
  const isNeeded = row.authorisation !== 'valid'
  return (
    <Button
      size="small"
      {...(isNeeded && { type: 'primary' as const })}
      loading={start.isPending}
      disabled={!isSetUp}
      title={isSetUp ? undefined : t('shops.notSetUp')}
      onClick={() => start.mutate({ shopId: row.shopId, redirectUrl: `${window.location.origin}/shops/authorised` })}
    >
      {isNeeded ? t('shops.authorise') : t('shops.authoriseAgain')}
    </Button>
  )
}
