import type { RecommendationReason } from './content-item.ts';

/** A reason in a sentence, to the person whom it is about or of them to others. */
export function reasonWords(reason: RecommendationReason, who: 'you' | 'they' = 'you'): string {
  switch (reason.kind) {
    case 'read':
      return `Because ${who} read “${reason.title}”`;
    case 'topic':
      return `More on ${reason.topic}`;
    case 'popular':
      return 'Popular now';
  }
}
