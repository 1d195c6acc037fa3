import { Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#web/shared/use-operation.ts'
import { saveFile } from './save-file.ts'

/** What to fetch from the shelves for the chosen parcels, on a sheet for the clipboard or from the label printer. */
export function PickListButton({ parcelIds }: { parcelIds: readonly string[] }) {
  const { t } = useTranslation()
  const download = useCommand('fulfilment.downloadPickList', { onDone: ({ fileId }) => saveFile(fileId) })
  const get = (size: 'A4' | '100x180') => download.mutate({ parcelIds: [...parcelIds], size })
  return (
    <Dropdown.Button
      style={{ width: 'auto' }}
      loading={download.isPending}
      onClick={() => get('A4')}
      trigger={['click']}
      menu={{
        items: [
          { key: 'A4', label: 'A4' },
          { key: '100x180', label: t('fulfilment.pickListLabel') },
        ],
        onClick: ({ key }) => get(key === 'A4' ? 'A4' : '100x180'),
      }}
    >
      {t('fulfilment.pickList')}
    </Dropdown.Button>
  )
}
