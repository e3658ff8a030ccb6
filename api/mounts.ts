import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiDeps } from './deps.ts';
import type { ApiEnv } from './router.ts';
import { apiKeysRoutes } from './routes/tenants/api-keys.ts';
import { approvalRoutes } from './routes/approvals/approvals.ts';
import { attributionRoutes } from './routes/attribution/attribution.ts';
import { attributionSettingsRoutes } from './routes/attribution/settings.ts';
import { broadcastWaitingRoutes } from './routes/broadcasts/waiting.ts';
import { broadcastRoutes } from './routes/broadcasts/broadcasts.ts';
import { calendarFeedRoutes } from './routes/calendar/feeds.ts';
import { calendarRoutes } from './routes/calendar/calendar.ts';
import { campaignCloneRoutes } from './routes/campaigns/clone.ts';
import { campaignBulkRoutes } from './routes/campaigns/bulk.ts';
import { campaignCommandRoutes } from './routes/campaigns/commands.ts';
import { campaignPerformanceRoutes } from './routes/campaigns/performance.ts';
import { campaignProgressRoutes } from './routes/campaigns/progress.ts';
import { campaignRoutes } from './routes/campaigns/campaigns.ts';
import { costRoutes } from './routes/costs/costs.ts';
import { exchangeRateRoutes } from './routes/costs/exchange-rates.ts';
import { holidayRoutes } from './routes/tenants/holidays.ts';
import { campaignTypeRoutes } from './routes/campaigns/types.ts';
import { deliverabilityRoutes } from './routes/deliverability/deliverability.ts';
import { departureRoutes } from './routes/broadcasts/departures.ts';
import { brandKitRoutes } from './routes/content/brand-kit.ts';
import { contentItemRoutes } from './routes/content-items/content-items.ts';
import { dripCallRoutes } from './routes/drips/calls.ts';
import { dripControlRoutes } from './routes/drips/control.ts';
import { dripPeopleRoutes } from './routes/drips/people.ts';
import { dripRoutes } from './routes/drips/drips.ts';
import { dripVersionDecisionRoutes } from './routes/drips/version-decisions.ts';
import { dripVersionRoutes } from './routes/drips/versions.ts';
import { experimentControlRoutes } from './routes/experiments/control.ts';
import { experimentRoutes } from './routes/experiments/experiments.ts';
import { inboundMailRoutes } from './routes/inbound/mails.ts';
import { inboundRuleRoutes } from './routes/inbound/rules.ts';
import { providerHookRoutes } from './routes/inbound/provider-hooks.ts';
import { mailboxRoutes } from './routes/inbound/mailboxes.ts';
import { influenceRoutes } from './routes/attribution/influence.ts';
import { intakeRoutes } from './routes/intakes/intakes.ts';
import { journeyRoutes } from './routes/journeys.ts';
import { memberRoutes } from './routes/members/members.ts';
import { messagePreviewRoutes } from './routes/content/message-preview.ts';
import { nurtureCastRoutes } from './routes/nurtures/casts.ts';
import { nurtureControlRoutes } from './routes/nurtures/control.ts';
import { notificationRoutes } from './routes/notifications.ts';
import { nurtureItemRoutes } from './routes/nurtures/items.ts';
import { nurtureOrderRoutes } from './routes/nurtures/order.ts';
import { nextActionPolicyRoutes } from './routes/next-actions/policy.ts';
import { nextActionRoutes } from './routes/next-actions/next-actions.ts';
import { taskRoutes } from './routes/next-actions/tasks.ts';
import { nurtureMemberRoutes } from './routes/nurtures/members.ts';
import { nurtureVersionDecisionRoutes } from './routes/nurtures/version-decisions.ts';
import { nurtureVersionRoutes } from './routes/nurtures/versions.ts';
import { nurtureRoutes } from './routes/nurtures/nurtures.ts';
import { opportunityRoutes } from './routes/opportunities/opportunities.ts';
import { opportunityRefundRoutes } from './routes/opportunities/refunds.ts';
import { opportunityStageRoutes } from './routes/opportunities/stages.ts';
import { overviewRoutes } from './routes/overview.ts';
import { partStopRoutes } from './routes/parts/part-stops.ts';
import { returnRoutes } from './routes/reports/returns.ts';
import { savedReportRoutes } from './routes/reports/saved-reports.ts';
import { savedViewRoutes } from './routes/saved-views.ts';
import { senderRoutes } from './routes/senders/senders.ts';
import { sendingDomainCheckRoutes } from './routes/senders/sending-domain-checks.ts';
import { sendingDomainRoutes } from './routes/senders/sending-domains.ts';
import { smtpRouteRoutes } from './routes/senders/smtp-routes.ts';
import { stoppedDomainRoutes } from './routes/deliverability/stopped-domains.ts';
import { uncertainRoutes } from './routes/broadcasts/uncertain.ts';
import { auditLogRoutes } from './routes/tenants/audit-log.ts';
import { installationRoutes } from './routes/tenants/installation.ts';
import { sendingLimitRoutes } from './routes/deliverability/sending-limits.ts';
import { accountsRoutes } from './routes/accounts.ts';
import { attributesRoutes } from './routes/attributes.ts';
import { exportsRoutes } from './routes/people/exports.ts';
import { importPreviewRoutes } from './routes/imports/preview.ts';
import { importsRoutes } from './routes/imports/imports.ts';
import { formRoutes } from './routes/forms/forms.ts';
import { listHygieneRoutes } from './routes/deliverability/list-hygiene.ts';
import { listsRoutes } from './routes/segments/lists.ts';
import { peopleRoutes } from './routes/people/people.ts';
import { leadFactsRoutes } from './routes/people/lead-facts.ts';
import { personRecordsRoutes } from './routes/people/records.ts';
import { topicsRoutes } from './routes/consent/topics.ts';
import { seedSendRoutes } from './routes/seeds/sends.ts';
import { seedRoutes } from './routes/seeds/seeds.ts';
import { segmentPreviewRoutes } from './routes/segments/preview.ts';
import { segmentSuggestionRoutes } from './routes/segments/suggestions.ts';
import { segmentsRoutes } from './routes/segments/segments.ts';
import { signUpsRoutes } from './routes/sign-ups/sign-ups.ts';
import { personContentRoutes } from './routes/content-items/person-content.ts';
import { personExportsRoutes } from './routes/people/person-exports.ts';
import { reportShareRoutes } from './routes/reports/shares.ts';
import { reportRoutes } from './routes/reports/reports.ts';
import { retentionRoutes } from './routes/tenants/retention.ts';
import { suppressionsRoutes } from './routes/consent/suppressions.ts';
import { warmUpRoutes } from './routes/deliverability/warm-ups.ts';
import { webhookDeliveryRoutes } from './routes/webhooks/deliveries.ts';
import { webhookEndpointRoutes } from './routes/webhooks/endpoints.ts';
import { webhookSecretRoutes } from './routes/webhooks/secret.ts';
import { writeKeyRoutes } from './routes/ingest/write-keys.ts';
import { meRoutes } from './routes/tenants/me.ts';
import { tenantRoutes } from './routes/tenants/tenant.ts';
import { usersRoutes } from './routes/tenants/users.ts';
import { modelRoutes } from './routes/scoring/models.ts';
import { scoringSettingsRoutes } from './routes/scoring/settings.ts';
import { scoreRoutes } from './routes/scoring/scores.ts';
import { templateGalleryRoutes } from './routes/templates/gallery.ts';
import { templateImageRoutes } from './routes/templates/template-images.ts';
import { templateRenderRoutes } from './routes/templates/render.ts';
import { templateVersionRoutes } from './routes/templates/versions.ts';
import { templateRoutes } from './routes/templates/templates.ts';
import { timelineRoutes } from './routes/people/timeline.ts';

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
