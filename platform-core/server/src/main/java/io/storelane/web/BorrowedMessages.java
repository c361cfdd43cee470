package io.storelane.web;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.HierarchicalMessageSource;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractMessageSource;

/** Puts borrowed texts behind the message files. */
@Configuration(proxyBeanMethods = false)
class BorrowedMessages {

    BorrowedMessages(MessageSource messageSource, ObjectProvider<BorrowedTexts> lenders) {
        ((HierarchicalMessageSource) messageSource).setParentMessageSource(new Source(lenders));
    }

    private static final class Source extends AbstractMessageSource {

        private final ObjectProvider<BorrowedTexts> lenders;

        private Source(ObjectProvider<BorrowedTexts> lenders) {
            this.lenders = lenders;
        }

        @Override
        protected @Nullable String resolveCodeWithoutArguments(String code, Locale locale) {
            return lenders.stream()
                    .map(lender -> lender.text(code, locale))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        protected @Nullable MessageFormat resolveCode(String code, Locale locale) {
            String text = resolveCodeWithoutArguments(code, locale);
            if (text == null) {
                return null;
            }
            try {
                return new MessageFormat(text, locale);
            } catch (IllegalArgumentException _) {
                // a text of somebody else with a brace too many is shown as it stands
                return new MessageFormat("'" + text.replace("'", "''") + "'", locale);
            }
        }
    }
}
