import type { Module } from '#kernel/module.ts'
import { addCarrierAccount } from './operations/add-carrier-account.ts'
import { addDeskPrinter } from './operations/add-desk-printer.ts'
import { addPrinter } from './operations/add-printer.ts'
import { advanceSheets } from './operations/advance-sheets.ts'
import { cancelBatch } from './operations/cancel-batch.ts'
import { cancelDocuments } from './operations/cancel-documents.ts'
import { changeShipment } from './operations/change-shipment.ts'
import { checkPrinter } from './operations/check-printer.ts'
import { downloadDocuments } from './operations/download-documents.ts'
import { downloadLabels } from './operations/download-labels.ts'
import { editCarrierAccount } from './operations/edit-carrier-account.ts'
import { endCarrierAccount } from './operations/end-carrier-account.ts'
import { explainCourier } from './operations/explain-courier.ts'
import { lapseDeskSheets } from './operations/lapse-desk-sheets.ts'
import { listBatches } from './operations/list-batches.ts'
import { listCancellations } from './operations/list-cancellations.ts'
import { listCarrierAccounts } from './operations/list-carrier-accounts.ts'
import { listCarriers } from './operations/list-carriers.ts'
import { listDueWriteBacks } from './operations/list-due-write-backs.ts'
import { listEndingWaybills } from './operations/list-ending-waybills.ts'
import { listPrintComponents } from './operations/list-print-components.ts'
import { listPrintJobs } from './operations/list-print-jobs.ts'
import { listPrintedDocuments } from './operations/list-printed-documents.ts'
import { listPrinters } from './operations/list-printers.ts'
import { listSheets } from './operations/list-sheets.ts'
import { listWriteBacks } from './operations/list-write-backs.ts'
import { notePrinter } from './operations/note-printer.ts'
import { previewDocumentTemplate } from './operations/preview-document-template.ts'
import { previewPrintTemplate } from './operations/preview-print-template.ts'
import { printDocuments } from './operations/print-documents.ts'
import { printParcels } from './operations/print-parcels.ts'
import { readBatch } from './operations/read-batch.ts'
import { readCarrierAccount } from './operations/read-carrier-account.ts'
import { readCourierRuleSet } from './operations/read-courier-rule-set.ts'
import { readDesk } from './operations/read-desk.ts'
import { readDocumentTemplate } from './operations/read-document-template.ts'
import { readPrintTemplate } from './operations/read-print-template.ts'
import { readPrinterWork } from './operations/read-printer-work.ts'
import { recordCancellations } from './operations/record-cancellations.ts'
import { recordWaybills } from './operations/record-waybills.ts'
import { recordWriteBacks } from './operations/record-write-backs.ts'
import { removePrinter } from './operations/remove-printer.ts'
import { reportDeskSheets } from './operations/report-desk-sheets.ts'
import { reprintParcels } from './operations/reprint-parcels.ts'
import { requestWaybills } from './operations/request-waybills.ts'
import { resumeBatch } from './operations/resume-batch.ts'
import { retryWriteBacks } from './operations/retry-write-backs.ts'
import { saveCourierRuleSet } from './operations/save-courier-rule-set.ts'
import { saveDocumentTemplate } from './operations/save-document-template.ts'
import { savePrintTemplate } from './operations/save-print-template.ts'
import { settleSheets } from './operations/settle-sheets.ts'
import { settleWriteBacks } from './operations/settle-write-backs.ts'
import { shipParcels } from './operations/ship-parcels.ts'
import { stopLostBatches } from './operations/stop-lost-batches.ts'
import { takeDeskSheets } from './operations/take-desk-sheets.ts'
import { takeWaybills } from './operations/take-waybills.ts'
import { voidWaybills } from './operations/void-waybills.ts'
import { checkPrinterJob, drivePrinterJob, lapseDeskSheetsJob, stopLostBatchesJob } from './printer-jobs.ts'
import { sheetRows, writeBackRows } from './row-kind-views.ts'
import { cancelWaybillsJob, fetchWaybillsJob } from './waybill-jobs.ts'
import { writeBackJob } from './write-back-jobs.ts'

export const fulfilmentModule: Module = {
  name: 'fulfilment',
  operations: [
    addCarrierAccount,
    saveCourierRuleSet,
    readCarrierAccount,
    readCourierRuleSet,
    explainCourier,
    endCarrierAccount,
    editCarrierAccount,
    addDeskPrinter,
    lapseDeskSheets,
    listPrintComponents,
    readDesk,
    reportDeskSheets,
    takeDeskSheets,
    previewPrintTemplate,
    readPrintTemplate,
    savePrintTemplate,
    addPrinter,
    advanceSheets,
    cancelBatch,
    checkPrinter,
    downloadLabels,
    downloadDocuments,
    listPrintedDocuments,
    printDocuments,
    cancelDocuments,
    previewDocumentTemplate,
    readDocumentTemplate,
    saveDocumentTemplate,
    listBatches,
    listCancellations,
    listCarrierAccounts,
    listCarriers,
    listDueWriteBacks,
    listEndingWaybills,
    listPrintJobs,
    listPrinters,
    listSheets,
    listWriteBacks,
    notePrinter,
    printParcels,
    readBatch,
    readPrinterWork,
    recordCancellations,
    recordWaybills,
    recordWriteBacks,
    removePrinter,
    reprintParcels,
    requestWaybills,
    resumeBatch,
    retryWriteBacks,
    settleSheets,
    settleWriteBacks,
    shipParcels,
    changeShipment,
    takeWaybills,
    stopLostBatches,
    voidWaybills,
  ],
  rowKinds: [sheetRows, writeBackRows],
  jobs: [
    fetchWaybillsJob,
    cancelWaybillsJob,
    drivePrinterJob,
    lapseDeskSheetsJob,
    stopLostBatchesJob,
    checkPrinterJob,
    writeBackJob,
  ],
}
