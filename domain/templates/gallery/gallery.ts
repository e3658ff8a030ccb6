import type { TemplateContent } from '../template.ts';
import { reEngagement, renewal } from './comeback.ts';
import { eventFollowUp, eventInvitation } from './event.ts';
import { launch } from './launch.ts';
import { newsletter } from './newsletter.ts';
import { seasonalOffer } from './offer.ts';
import { onboardingTips } from './onboarding.ts';
import type { GalleryTemplate } from './pieces.ts';
import { receipt } from './receipt.ts';
import { customerStory } from './story.ts';
import { survey } from './survey.ts';
import { webinarReminder } from './webinar.ts';
import { welcome } from './welcome.ts';

/** Finished templates, made of colour and type alone: no reader has to load a picture from elsewhere. */
export const gallery: readonly GalleryTemplate[] = [
  welcome,
  newsletter,
  launch,
  eventInvitation,
  eventFollowUp,
  webinarReminder,
  onboardingTips,
  customerStory,
  renewal,
  reEngagement,
  survey,
  seasonalOffer,
  receipt,
];

/** What a template of the gallery holds; undefined for a key that there is not. */
export function contentFromGallery(key: string): TemplateContent | undefined {
  return gallery.find((template) => template.key === key)?.content;
}
