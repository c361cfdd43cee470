package io.storelane.channelvendure;

import io.storelane.plugin.testkit.PluginContractTests;

/** What every plugin keeps. */
class VendureContractTests extends PluginContractTests {}
