/**
 * The extension points, used as an application uses them: from a package of its own, so
 * that only public types are in reach.
 */
@NullMarked
package com.example.extensions;

import org.jspecify.annotations.NullMarked;
