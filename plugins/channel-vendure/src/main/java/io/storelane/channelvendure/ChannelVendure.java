package io.storelane.channelvendure;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Where the server begins: the beans of this package. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class ChannelVendure {}
