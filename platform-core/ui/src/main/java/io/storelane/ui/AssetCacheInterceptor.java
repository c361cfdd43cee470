package io.storelane.ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets browsers keep an asset for a year when its address carries the current version, and makes them ask again
 * otherwise. An unversioned address that is kept would survive the next release.
 */
final class AssetCacheInterceptor implements HandlerInterceptor {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Assets assets;

    AssetCacheInterceptor(Assets assets) {
        this.assets = assets;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String name = path.startsWith(Assets.PATH) ? path.substring(Assets.PATH.length()) : path;
        boolean current = assets.isCurrent(name, request.getParameter("v"));
        response.setHeader(HttpHeaders.CACHE_CONTROL, current ? FOR_EVER : "no-cache");
        return true;
    }
}
