import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import type { ApiDeps } from './deps.ts';
import type { ApiEnv } from './router.ts';
import { apiKeysRoutes } from './routes/api-keys.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { attributionRoutes } from './routes/attribution.ts';
import { attributionSettingsRoutes } from './routes/attribution-settings.ts';
import { broadcastWaitingRoutes } from './routes/broadcast-waiting.ts';
import { broadcastRoutes } from './routes/broadcasts.ts';
import { calendarFeedRoutes, icalRoutes } from './routes/calendar-feeds.ts';
import { calendarRoutes } from './routes/calendar.ts';
import { campaignCloneRoutes } from './routes/campaign-clone.ts';
import { campaignBulkRoutes } from './routes/campaign-bulk.ts';
import { campaignCommandRoutes } from './routes/campaign-commands.ts';
import { campaignPerformanceRoutes } from './routes/campaign-performance.ts';
import { campaignProgressRoutes } from './routes/campaign-progress.ts';
import { campaignRoutes } from './routes/campaigns.ts';
import { costRoutes } from './routes/costs.ts';
import { exchangeRateRoutes } from './routes/exchange-rates.ts';
import { holidayRoutes } from './routes/holidays.ts';
import { campaignTypeRoutes } from './routes/campaign-types.ts';
import { deliverabilityRoutes } from './routes/deliverability.ts';
import { departureRoutes } from './routes/departures.ts';
import { brandKitRoutes } from './routes/brand-kit.ts';
import { contentItemRoutes } from './routes/content-items.ts';
import { dripCallRoutes } from './routes/drip-calls.ts';
import { dripControlRoutes } from './routes/drip-control.ts';
import { dripPeopleRoutes } from './routes/drip-people.ts';
import { dripRoutes } from './routes/drips.ts';
import { dripVersionDecisionRoutes } from './routes/drip-version-decisions.ts';
import { dripVersionRoutes } from './routes/drip-versions.ts';
import { experimentControlRoutes } from './routes/experiment-control.ts';
import { experimentRoutes } from './routes/experiments.ts';
import { inboundMailRoutes } from './routes/inbound-mails.ts';
import { inboundRuleRoutes } from './routes/inbound-rules.ts';
import { providerCallRoutes } from './routes/provider-calls.ts';
import { providerHookRoutes } from './routes/provider-hooks.ts';
import { mailboxRoutes } from './routes/mailboxes.ts';
import { influenceRoutes } from './routes/influence.ts';
import { intakeRoutes } from './routes/intakes.ts';
import { journeyRoutes } from './routes/journeys.ts';
import { memberRoutes } from './routes/members.ts';
import { messagePreviewRoutes } from './routes/message-preview.ts';
import { nurtureCastRoutes } from './routes/nurture-casts.ts';
import { nurtureControlRoutes } from './routes/nurture-control.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { nurtureItemRoutes } from './routes/nurture-items.ts';
import { nurtureOrderRoutes } from './routes/nurture-order.ts';
import { nextActionPolicyRoutes } from './routes/next-action-policy.ts';
import { nextActionRoutes } from './routes/next-actions.ts';
import { taskRoutes } from './routes/tasks.ts';
import { nurtureMemberRoutes } from './routes/nurture-members.ts';
import { nurtureVersionDecisionRoutes } from './routes/nurture-version-decisions.ts';
import { nurtureVersionRoutes } from './routes/nurture-versions.ts';
import { nurtureRoutes } from './routes/nurtures.ts';
import { opportunityRoutes } from './routes/opportunities.ts';
import { opportunityRefundRoutes } from './routes/opportunity-refunds.ts';
import { opportunityStageRoutes } from './routes/opportunity-stages.ts';
import { overviewRoutes } from './routes/overview.ts';
import { partStopRoutes } from './routes/part-stops.ts';
import { returnRoutes } from './routes/returns.ts';
import { savedReportRoutes } from './routes/saved-reports.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { senderRoutes } from './routes/senders.ts';
import { sendingDomainCheckRoutes } from './routes/sending-domain-checks.ts';
import { sendingDomainRoutes } from './routes/sending-domains.ts';
import { smtpRouteRoutes } from './routes/smtp-routes.ts';
import { stoppedDomainRoutes } from './routes/stopped-domains.ts';
import { uncertainRoutes } from './routes/uncertain.ts';
import { auditLogRoutes } from './routes/audit-log.ts';
import { installationRoutes } from './routes/installation.ts';
import { sendingLimitRoutes } from './routes/sending-limits.ts';
import { accountsRoutes } from './routes/accounts.ts';
import { attributesRoutes } from './routes/attributes.ts';
import { exportsRoutes } from './routes/exports.ts';
import { imageRoutes } from './routes/images.ts';
import { importPreviewRoutes } from './routes/import-preview.ts';
import { importsRoutes } from './routes/imports.ts';
import { formRoutes } from './routes/forms.ts';
import { listHygieneRoutes } from './routes/list-hygiene.ts';
import { listsRoutes } from './routes/lists.ts';
import { publicFormRoutes } from './routes/public-forms.ts';
import { peopleRoutes } from './routes/people.ts';
import { leadFactsRoutes } from './routes/lead-facts.ts';
import { personRecordsRoutes } from './routes/person-records.ts';
import { topicsRoutes } from './routes/topics.ts';
import { seedSendRoutes } from './routes/seed-sends.ts';
import { seedRoutes } from './routes/seeds.ts';
import { segmentPreviewRoutes } from './routes/segment-preview.ts';
import { segmentSuggestionRoutes } from './routes/segment-suggestions.ts';
import { segmentsRoutes } from './routes/segments.ts';
import { signUpsRoutes } from './routes/sign-ups.ts';
import { personContentRoutes } from './routes/person-content.ts';
import { personExportsRoutes } from './routes/person-exports.ts';
import { reportShareRoutes } from './routes/report-shares.ts';
import { reportRoutes } from './routes/reports.ts';
import { retentionRoutes } from './routes/retention.ts';
import { suppressionsRoutes } from './routes/suppressions.ts';
import { warmUpRoutes } from './routes/warm-ups.ts';
import { webhookDeliveryRoutes } from './routes/webhook-deliveries.ts';
import { webhookEndpointRoutes } from './routes/webhook-endpoints.ts';
import { webhookSecretRoutes } from './routes/webhook-secret.ts';
import { writeKeyRoutes } from './routes/write-keys.ts';
import { meRoutes } from './routes/me.ts';
import { tenantRoutes } from './routes/tenant.ts';
import { usersRoutes } from './routes/users.ts';
import { downloadRoutes } from './routes/download.ts';
import { confirmRoutes } from './routes/confirm.ts';
import { preferencesRoutes } from './routes/preferences.ts';
import { modelRoutes } from './routes/models.ts';
import { scoringSettingsRoutes } from './routes/scoring-settings.ts';
import { scoreRoutes } from './routes/scores.ts';
import { templateGalleryRoutes } from './routes/template-gallery.ts';
import { templateImageRoutes } from './routes/template-images.ts';
import { templateRenderRoutes } from './routes/template-render.ts';
import { templateVersionRoutes } from './routes/template-versions.ts';
import { templateRoutes } from './routes/templates.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { trackingRoutes } from './routes/tracking.ts';
import { unsubscribeRoutes } from './routes/unsubscribe.ts';

type Router = OpenAPIHono<ApiEnv>;

/** Everything under /api/v1, one line a concept. */
export function apiRoutes(deps: ApiDeps): Router[] {
  return [
    meRoutes(deps),
    tenantRoutes(deps),
    retentionRoutes(deps),
    usersRoutes(deps),
    apiKeysRoutes(deps),
    webhookSecretRoutes(deps),
    webhookEndpointRoutes(deps),
    webhookDeliveryRoutes(deps),
    writeKeyRoutes(deps),
    auditLogRoutes(deps),
    installationRoutes(deps),
    sendingLimitRoutes(deps),
    smtpRouteRoutes(deps),
    peopleRoutes(deps),
    personRecordsRoutes(deps),
    leadFactsRoutes(deps),
    personExportsRoutes(deps),
    scoreRoutes(deps),
    scoringSettingsRoutes(deps),
    modelRoutes(deps),
    timelineRoutes(deps),
    contentItemRoutes(deps),
    personContentRoutes(deps),
    accountsRoutes(deps),
    opportunityRoutes(deps),
    opportunityRefundRoutes(deps),
    opportunityStageRoutes(deps),
    attributesRoutes(deps),
    importPreviewRoutes(deps),
    importsRoutes(deps),
    exportsRoutes(deps),
    listsRoutes(deps),
    formRoutes(deps),
    topicsRoutes(deps),
    segmentPreviewRoutes(deps),
    segmentSuggestionRoutes(deps),
    segmentsRoutes(deps),
    signUpsRoutes(deps),
    suppressionsRoutes(deps),
    inboundMailRoutes(deps),
    inboundRuleRoutes(deps),
    providerHookRoutes(deps),
    mailboxRoutes(deps),
    overviewRoutes(deps),
    reportRoutes(deps),
    savedReportRoutes(deps),
    reportShareRoutes(deps),
    campaignTypeRoutes(deps),
    campaignRoutes(deps),
    campaignBulkRoutes(deps),
    campaignCommandRoutes(deps),
    campaignCloneRoutes(deps),
    calendarRoutes(deps),
    calendarFeedRoutes(deps),
    campaignPerformanceRoutes(deps),
    campaignProgressRoutes(deps),
    broadcastRoutes(deps),
    broadcastWaitingRoutes(deps),
    experimentRoutes(deps),
    experimentControlRoutes(deps),
    departureRoutes(deps),
    dripRoutes(deps),
    partStopRoutes(deps),
    dripControlRoutes(deps),
    dripCallRoutes(deps),
    notificationRoutes(deps),
    dripPeopleRoutes(deps),
    dripVersionRoutes(deps),
    dripVersionDecisionRoutes(deps),
    nurtureRoutes(deps),
    nurtureVersionRoutes(deps),
    nurtureVersionDecisionRoutes(deps),
    nurtureItemRoutes(deps),
    nurtureOrderRoutes(deps),
    nurtureCastRoutes(deps),
    nurtureControlRoutes(deps),
    nextActionPolicyRoutes(deps),
    nextActionRoutes(deps),
    taskRoutes(deps),
    nurtureMemberRoutes(deps),
    journeyRoutes(deps),
    messagePreviewRoutes(deps),
    templateRenderRoutes(deps),
    templateRoutes(deps),
    templateVersionRoutes(deps),
    templateImageRoutes(deps),
    templateGalleryRoutes(),
    brandKitRoutes(deps),
    uncertainRoutes(deps),
    approvalRoutes(deps),
    memberRoutes(deps),
    intakeRoutes(deps),
    attributionRoutes(deps),
    attributionSettingsRoutes(deps),
    influenceRoutes(deps),
    returnRoutes(deps),
    costRoutes(deps),
    exchangeRateRoutes(deps),
    holidayRoutes(deps),
    savedViewRoutes(deps),
    senderRoutes(deps),
    warmUpRoutes(deps),
    sendingDomainRoutes(deps),
    sendingDomainCheckRoutes(deps),
    stoppedDomainRoutes(deps),
    deliverabilityRoutes(deps),
    seedRoutes(deps),
    seedSendRoutes(deps),
    listHygieneRoutes(deps),
  ];
}

/** What is public and lies at the root: tracking, unsubscribe, preference centre, confirmations, calendar feeds, images. */
export function publicRoutes(deps: ApiDeps): Hono<ApiEnv>[] {
  return [
    trackingRoutes(deps),
    unsubscribeRoutes(deps),
    preferencesRoutes(deps),
    confirmRoutes(deps),
    downloadRoutes(deps),
    icalRoutes(deps),
    publicFormRoutes(deps),
    imageRoutes(deps),
    providerCallRoutes(deps),
  ];
}
